-- From the cells of a notebook to typst, one text for each cell. What would not compile, or would not
-- be seen, is made into something that is: pictures are listed for the caller to find, HTML is read,
-- formulas get their TeX as alternative text.
--
-- The caller's token marks what is its own. It depends on the whole text, so that no text holds it.

local token
local pictures = pandoc.List({})
local cell = "" -- the identifier of the one at hand

local function quoted(text)
  text = text:gsub("%c", " "):gsub("\\", "\\\\"):gsub('"', '\\"')
  return '"' .. text .. '"'
end

local function typst(blocks)
  local text = pandoc.write(pandoc.Pandoc(blocks), "typst", PANDOC_WRITER_OPTIONS)
  return (text:gsub("%s+$", ""))
end

-- Signs whose names in pandoc's typst are gone from newer typst, longest first.
local signs = {
  { "times%.circle%.big", "⨂" },
  { "times%.circle", "⊗" },
  { "minus%.circle", "⊖" },
  { "dot%.circle%.big", "⨀" },
  { "dot%.circle", "⊙" },
  { "%f[%a]sect%.big", "⋂" },
  { "%f[%a]sect%.sq", "⊓" },
  { "%f[%a]sect%f[%A]", "∩" },
}

local inside = {}

function inside.Header(header)
  header.identifier = ""
  return header
end

function inside.Link(link)
  if link.target:sub(1, 1) == "#" then
    return link.content
  end
end

function inside.Div(div)
  return div.content
end

function inside.Span(span)
  return span.content
end

function inside.Figure(figure)
  return figure.content
end

-- A new line between two characters of Chinese or Japanese is no gap.
local function is_wide(text, nth)
  local place = text and utf8.offset(text, nth)
  local code = place and place <= #text and utf8.codepoint(text, place) or 0
  return code >= 0x2E80 and code < 0xAC00 or code >= 0xF900 and code < 0xFFA0 or code >= 0x20000
end

function inside.Inlines(inlines)
  local kept = pandoc.Inlines({})
  for i, inline in ipairs(inlines) do
    local left, right = inlines[i - 1], inlines[i + 1]
    local between = inline.t == "SoftBreak" and left and right and left.t == "Str" and right.t == "Str"
    if not (between and is_wide(left.text, -1) and is_wide(right.text, 1)) then
      kept:insert(inline)
    end
  end
  return kept
end

local function picture(source, alt)
  local key = cell .. "." .. #pictures
  pictures:insert({ key = key, source = source, alt = alt })
  return pandoc.RawInline("typst", "#picture(" .. quoted(key) .. ");")
end

function inside.Image(image)
  local source = image.src
  if source:sub(1, #cell + 1) == cell .. "-" then -- what pandoc makes of an attachment's address
    source = "attachment:" .. source:sub(#cell + 2)
  end
  return picture(source, pandoc.utils.stringify(image.caption))
end

-- A formula that cannot be typeset comes as code behind the token, and is shown in red as typed.
function inside.Code(code)
  local typed = code.text:match("^" .. token .. ":fault (.*)$")
  if typed then
    return pandoc.RawInline("typst", "#fault(" .. quoted(typed) .. ")")
  end
end

function inside.Math(math)
  local set = typst({ pandoc.Plain({ math }) })
  if set:sub(1, 1) ~= "$" then
    return nil -- it cannot be read: the writer says so
  end
  for _, sign in ipairs(signs) do
    set = set:gsub(sign[1], sign[2])
  end
  local block = math.mathtype == "DisplayMath" and "true" or "false"
  local alt = quoted(math.text)
  return pandoc.RawInline(
    "typst",
    "#math.equation(block: " .. block .. ", alt: " .. alt .. ", " .. set .. ");"
  )
end

local function from_html(text)
  text = text:gsub("`+ (" .. token .. ":fault .-) `+", "<code>%1</code>")
  return pandoc.read(text, "html+tex_math_dollars").blocks:walk(inside)
end

function inside.RawInline(raw)
  if raw.format ~= "html" then
    return pandoc.Str(raw.text)
  elseif raw.text:match("^<[bB][rR]%s*/?>$") then
    return pandoc.LineBreak()
  elseif raw.text:match("^<[iI][mM][gG]%s") then
    return pandoc.utils.blocks_to_inlines(from_html(raw.text))
  end
  return {}
end

function inside.RawBlock(raw)
  if raw.format ~= "html" then
    return pandoc.CodeBlock(raw.text)
  end
  return from_html(raw.text)
end

function Pandoc(doc)
  token = pandoc.utils.stringify(doc.meta.token)
  local texts = pandoc.List({})
  for _, block in ipairs(doc.blocks) do
    if block.t == "Div" and block.classes:includes("cell") then
      cell = block.identifier
      -- A raw cell is HTML that a cell of code put out.
      texts:insert(typst(block.content:walk(inside)))
    end
  end
  local answer = pandoc.json.encode({ texts = texts, pictures = pictures })
  return pandoc.Pandoc({ pandoc.RawBlock("typst", answer) })
end
