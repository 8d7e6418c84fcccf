-- Between pandoc's reader of notebooks and its writer of typst: mark where each cell begins, keep
-- the pictures that were prepared, and drop what would not compile: links to places in the document
-- and pictures from elsewhere.

function Div(div)
  if div.classes:includes("cell") then
    return pandoc.List({ pandoc.RawBlock("typst", "// chainrule: cell") }) .. div.content
  end
end

function Header(header)
  header.identifier = ""
  return header
end

function Link(link)
  if link.target:sub(1, 1) == "#" then
    return link.content
  end
end

function Image(image)
  local width = image.src:match("^chainrule%-%d+%-w(%d+)%.%a+$")
  if width then
    image.attributes.width = width .. "%"
    image.title = ""
    return image
  end
  return pandoc.Emph({ pandoc.Str("[picture not included: " .. image.src:sub(1, 80) .. "]") })
end

-- A formula that cannot be typeset comes as code behind this mark, and is shown in red as typed.
function Code(code)
  local typed = code.text:match("^chainrule:fault (.*)$")
  if typed then
    typed = typed:gsub("\\", "\\\\"):gsub('"', '\\"')
    return pandoc.RawInline("typst", '#fault("' .. typed .. '")')
  end
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

function Math(math)
  local typeset = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ math }) }), "typst")
  local renamed = typeset
  for _, sign in ipairs(signs) do
    renamed = renamed:gsub(sign[1], sign[2])
  end
  if renamed ~= typeset then
    return pandoc.RawInline("typst", (renamed:gsub("%s+$", "")))
  end
end

-- What readers of notebooks write as HTML, because Markdown has no word for it.
function RawInline(raw)
  if raw.format == "html" and raw.text:match("^<[bB][rR]%s*/?>$") then
    return pandoc.LineBreak()
  end
end
