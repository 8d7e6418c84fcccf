# %%
# VARIANT
# part: centred_columns
# name: keepdim
# right: true
# score: 1
def centred(x):
    return x - x.mean(0, keepdim=True)

# %%
# VARIANT
# part: centred_columns
# name: by_sum
# right: true
# score: 1
def centred(x):
    return x - x.sum(dim=0) / x.shape[0]

# %%
# VARIANT
# part: centred_columns
# name: matrix
# right: true
# score: 1
def centred(x):
    n = len(x)
    return (torch.eye(n, dtype=x.dtype) - torch.full((n, n), 1 / n, dtype=x.dtype)) @ x

# %%
# VARIANT
# part: centred_columns
# name: loop
# right: true
# score: 1
def centred(x):
    return torch.stack([column - column.mean() for column in x.unbind(1)], dim=1)

# %%
# VARIANT
# part: centred_columns
# name: rows
# right: false
# score: 0.25
# mistake: The means of the rows were subtracted.
def centred(x):
    return x - x.mean(dim=1, keepdim=True)

# %%
# VARIANT
# part: centred_columns
# name: overall_mean
# right: false
# score: 0.25
# mistake: One mean of all entries was subtracted.
def centred(x):
    return x - x.mean()

# %%
# VARIANT
# part: centred_columns
# name: median
# right: false
# score: 0.25
# mistake: The median was subtracted.
def centred(x):
    return x - x.median(dim=0).values

# %%
# VARIANT
# part: centred_columns
# name: standardised
# right: false
# score: 0.25
# mistake: The columns were also divided by their spread.
def centred(x):
    return (x - x.mean(dim=0)) / (x.std(dim=0, correction=0) + 1e-5)

# %%
# VARIANT
# part: centred_columns
# name: only_the_mean
# right: false
# score: 0
# mistake: The mean was returned instead of being subtracted.
def centred(x):
    return x.mean(dim=0)

# %%
# VARIANT
# part: centred_columns
# name: wrong_sign
# right: false
# score: 0.25
# mistake: The mean was added.
def centred(x):
    return x + x.mean(dim=0)

# %%
# VARIANT
# part: centred_columns
# name: in_place
# right: false
# score: 0.75
# mistake: The argument was changed in place.
def centred(x):
    x -= x.mean(dim=0)
    return x

# %%
# VARIANT
# part: centred_columns
# name: sum_subtracted
# right: false
# score: 0.25
# mistake: The sum was subtracted instead of the mean.
def centred(x):
    return x - x.sum(dim=0)

# %%
# VARIANT
# part: centred_columns
# name: one_less
# right: false
# score: 0.25
# mistake: The sum was divided by n - 1.
def centred(x):
    return x - x.sum(dim=0) / (len(x) - 1)

# %%
# VARIANT
# part: centred_columns
# name: divided_by_the_columns
# right: false
# score: 0.25
# mistake: The sum over the rows was divided by the number of columns.
def centred(x):
    return x - x.sum(0) / x.shape[1]

# %%
# VARIANT
# part: centred_columns
# name: sign_flipped
# right: false
# score: 0.25
# mistake: The entries were subtracted from the mean, not the mean from the entries.
def centred(x):
    return x.mean(0) - x

# %%
# VARIANT
# part: centred_columns
# name: smallest_subtracted
# right: false
# score: 0.25
# mistake: The smallest entry of each column was subtracted instead of the mean.
def centred(x):
    return x - x.min(dim=0).values

# %%
# VARIANT
# part: centred_columns
# name: standardised_by_n_minus_one
# right: false
# score: 0.25
# mistake: The columns were also divided by their spread.
def centred(x):
    return (x - x.mean(0)) / x.std(0)

# %%
# VARIANT
# part: picked_entries
# name: gather
# right: true
# score: 1
def picked(scores, labels):
    return scores.gather(1, labels[:, None]).squeeze(1)

# %%
# VARIANT
# part: picked_entries
# name: loop
# right: true
# score: 1
def picked(scores, labels):
    return torch.stack([row[label] for row, label in zip(scores, labels, strict=True)])

# %%
# VARIANT
# part: picked_entries
# name: one_hot
# right: true
# score: 1
def picked(scores, labels):
    return (scores * torch.nn.functional.one_hot(labels, scores.shape[1])).sum(dim=1)

# %%
# VARIANT
# part: picked_entries
# name: diagonal
# right: true
# score: 1
def picked(scores, labels):
    return scores[:, labels].diagonal()

# %%
# VARIANT
# part: picked_entries
# name: columns
# right: false
# score: 0
# mistake: This takes whole columns, one for each label.
def picked(scores, labels):
    return scores[:, labels]

# %%
# VARIANT
# part: picked_entries
# name: rows
# right: false
# score: 0
# mistake: This takes whole rows, one for each label.
def picked(scores, labels):
    return scores[labels]

# %%
# VARIANT
# part: picked_entries
# name: largest
# right: false
# score: 0.25
# mistake: The largest entry of each row was taken.
def picked(scores, labels):
    return scores.max(dim=1).values

# %%
# VARIANT
# part: picked_entries
# name: kept_dimension
# right: false
# score: 0
# mistake: The result still has two dimensions.
def picked(scores, labels):
    return scores.gather(1, labels[:, None])

# %%
# VARIANT
# part: picked_entries
# name: swapped
# right: false
# score: 0
# mistake: Rows and columns were swapped.
def picked(scores, labels):
    return scores[labels, torch.arange(len(labels))]

# %%
# VARIANT
# part: picked_entries
# name: average
# right: false
# score: 0
# mistake: The mean of the entries was returned.
def picked(scores, labels):
    return scores[torch.arange(len(labels)), labels].mean()

# %%
# VARIANT
# part: picked_entries
# name: square_only
# right: false
# score: 0
# mistake: The labels' order was ignored.
def picked(scores, labels):
    return scores.diagonal()

# %%
# VARIANT
# part: picked_entries
# name: three_rows
# right: false
# score: 0.25
# mistake: The number of rows was written into the code.
def picked(scores, labels):
    return scores[torch.arange(3), labels]

# %%
# VARIANT
# part: picked_entries
# name: labels_from_one
# right: false
# score: 0.25
# mistake: The labels were counted from one; they begin at zero.
def picked(scores, labels):
    return scores[torch.arange(len(scores)), labels - 1]

# %%
# VARIANT
# part: picked_entries
# name: squeezed
# right: false
# score: 0.5
# mistake: With a single row the result loses its dimension: squeeze removes every dimension of size 1.
def picked(scores, labels):
    return scores.gather(1, labels[:, None]).squeeze()

# %%
# VARIANT
# part: picked_entries
# name: sorted_by_label
# right: false
# score: 0.1
# mistake: The entries come in the order of their labels instead of their rows.
def picked(scores, labels):
    m = torch.arange(scores.shape[1])[:, None] == labels[None, :]
    return scores.T[m]

# %%
# VARIANT
# part: picked_entries
# name: log_probabilities
# right: false
# score: 0.1
# mistake: The logarithms of probabilities were picked instead of the scores.
def picked(scores, labels):
    return torch.log_softmax(scores, 1)[torch.arange(len(labels)), labels]

# %%
# VARIANT
# part: picked_entries
# name: a_list
# right: false
# score: 0
# mistake: A list was returned instead of a tensor.
def picked(scores, labels):
    return [scores[i, value].item() for i, value in enumerate(labels)]

# %%
# VARIANT
# part: squared_distances
# name: loops
# right: true
# score: 1
def squared_distances(a, b):
    result = torch.zeros(len(a), len(b), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            result[i, j] = ((a[i] - b[j]) ** 2).sum()
    return result

# %%
# VARIANT
# part: squared_distances
# name: cdist
# right: true
# score: 1
def squared_distances(a, b):
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist") ** 2

# %%
# VARIANT
# part: squared_distances
# name: expanded
# right: true
# score: 1
def squared_distances(a, b):
    return (a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1)

# %%
# VARIANT
# part: squared_distances
# name: unsqueezed
# right: true
# score: 1
def squared_distances(a, b):
    return (a.unsqueeze(1) - b.unsqueeze(0)).pow(2).sum(-1)

# %%
# VARIANT
# part: squared_distances
# name: transposed
# right: false
# score: 0.2
# mistake: Rows belong to a, columns to b.
def squared_distances(a, b):
    return ((b[:, None] - a) ** 2).sum(dim=2)

# %%
# VARIANT
# part: squared_distances
# name: not_squared
# right: false
# score: 0.3
# mistake: The distance was not squared.
def squared_distances(a, b):
    return ((a[:, None] - b) ** 2).sum(dim=2).sqrt()

# %%
# VARIANT
# part: squared_distances
# name: mean
# right: false
# score: 0.3
# mistake: The mean over the dimensions was taken instead of the sum.
def squared_distances(a, b):
    return ((a[:, None] - b) ** 2).mean(dim=2)

# %%
# VARIANT
# part: squared_distances
# name: absolute
# right: false
# score: 0.3
# mistake: Absolute differences were added instead of squares.
def squared_distances(a, b):
    return (a[:, None] - b).abs().sum(dim=2)

# %%
# VARIANT
# part: squared_distances
# name: sum_then_square
# right: false
# score: 0.3
# mistake: The differences were added before they were squared.
def squared_distances(a, b):
    return (a[:, None] - b).sum(dim=2) ** 2

# %%
# VARIANT
# part: squared_distances
# name: wrong_dimension
# right: false
# score: 0
# mistake: The sum runs over the points instead of the dimensions.
def squared_distances(a, b):
    return ((a[:, None] - b) ** 2).sum(dim=1)

# %%
# VARIANT
# part: squared_distances
# name: all_differences
# right: false
# score: 0
# mistake: The last dimension was not summed up.
def squared_distances(a, b):
    return (a[:, None] - b) ** 2

# %%
# VARIANT
# part: squared_distances
# name: products
# right: false
# score: 0.1
# mistake: Inner products were returned instead of distances.
def squared_distances(a, b):
    return a @ b.T

# %%
# VARIANT
# part: squared_distances
# name: middle_term_forgotten
# right: false
# score: 0.1
# mistake: The mixed term of the square is missing.
def squared_distances(a, b):
    return (a**2).sum(1)[:, None] + (b**2).sum(1)

# %%
# VARIANT
# part: squared_distances
# name: mixed_term_without_two
# right: false
# score: 0.1
# mistake: The mixed term of the square has a factor 2.
def squared_distances(a, b):
    return (a**2).sum(1, keepdim=True) + (b**2).sum(1) - a @ b.T

# %%
# VARIANT
# part: squared_distances
# name: mixed_term_added
# right: false
# score: 0.1
# mistake: The mixed term of the square was added; it is subtracted.
def squared_distances(a, b):
    return (a**2).sum(1, keepdim=True) + (b**2).sum(1) + 2 * a @ b.T

# %%
# VARIANT
# part: squared_distances
# name: halved
# right: false
# score: 0.3
# mistake: The squared distances were divided by 2.
def squared_distances(a, b):
    return 0.5 * ((a[:, None] - b[None]) ** 2).sum(-1)

# %%
# VARIANT
# part: squared_distances
# name: row_by_row
# right: false
# score: 0
# mistake: Point i of a was compared with point i of b only; every pair is asked for.
def squared_distances(a, b):
    return ((a - b) ** 2).sum(-1)

# %%
# VARIANT
# part: two_layer_module
# name: functional
# right: true
# score: 1
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.output(torch.nn.functional.relu(self.hidden(x)))

# %%
# VARIANT
# part: two_layer_module
# name: clamped
# right: true
# score: 1
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        h = self.hidden(x).clamp(min=0)
        return self.output(h)

# %%
# VARIANT
# part: two_layer_module
# name: relu_module
# right: true
# score: 1
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)
        self.relu = torch.nn.ReLU()

    def forward(self, x):
        for layer in (self.hidden, self.relu, self.output):
            x = layer(x)
        return x

# %%
# VARIANT
# part: two_layer_module
# name: no_relu
# right: false
# score: 0.25
# mistake: There is no ReLU between the layers.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.output(self.hidden(x))

# %%
# VARIANT
# part: two_layer_module
# name: relu_on_the_output
# right: false
# score: 0.25
# mistake: There is a ReLU on the output, too.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return torch.relu(self.output(torch.relu(self.hidden(x))))

# %%
# VARIANT
# part: two_layer_module
# name: relu_at_the_wrong_place
# right: false
# score: 0.25
# mistake: The ReLU comes before the first layer instead of after it.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.output(self.hidden(torch.relu(x)))

# %%
# VARIANT
# part: two_layer_module
# name: sigmoid
# right: false
# score: 0.25
# mistake: A sigmoid stands where the ReLU should.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

# %%
# VARIANT
# part: two_layer_module
# name: sizes_swapped
# right: false
# score: 0
# mistake: The sizes of the first layer are swapped.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(width, d_in)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))

# %%
# VARIANT
# part: two_layer_module
# name: no_bias
# right: false
# score: 0.1
# mistake: The layers have no bias.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width, bias=False)
        self.output = torch.nn.Linear(width, d_out, bias=False)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))

# %%
# VARIANT
# part: two_layer_module
# name: new_layers_each_time
# right: false
# score: 0.25
# mistake: New layers with new weights are made at each call.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        hidden = torch.nn.Linear(x.shape[1], self.hidden.out_features)
        return self.output(torch.relu(hidden(x)))

# %%
# VARIANT
# part: two_layer_module
# name: returns_nothing
# right: false
# score: 0.15
# mistake: forward returns nothing.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        self.output(torch.relu(self.hidden(x)))

# %%
# VARIANT
# part: two_layer_module
# name: softmax
# right: false
# score: 0.25
# mistake: A softmax was put on top.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return torch.softmax(self.output(torch.relu(self.hidden(x))), dim=1)

# %%
# VARIANT
# part: two_layer_module
# name: other_names
# right: false
# score: 0.1
# mistake: The layers should be named hidden and output.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.first = torch.nn.Linear(d_in, width)
        self.second = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))

# %%
# VARIANT
# part: two_layer_module
# name: one_layer_too_many
# right: false
# score: 0.25
# mistake: There is one hidden layer too many.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.hidden2 = torch.nn.Linear(width, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.output(torch.relu(self.hidden2(torch.relu(self.hidden(x)))))

# %%
# VARIANT
# part: two_layer_module
# name: leaky_relu
# right: false
# score: 0.25
# mistake: A leaky ReLU stands where the ReLU should.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.output(torch.nn.functional.leaky_relu(self.hidden(x)))

# %%
# VARIANT
# part: two_layer_module
# name: output_without_bias
# right: false
# score: 0.1
# mistake: The output layer has no bias.
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out, bias=False)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))

# %%
# VARIANT
# part: count_parameters
# name: loop
# right: true
# score: 1
def count_parameters(module):
    total = 0
    for parameter in module.parameters():
        total += parameter.nelement()
    return total

# %%
# VARIANT
# part: count_parameters
# name: from_shapes
# right: true
# score: 1
def count_parameters(module):
    import math
    return sum(math.prod(p.shape) for p in module.parameters())

# %%
# VARIANT
# part: count_parameters
# name: flattened
# right: true
# score: 1
def count_parameters(module):
    return len(torch.cat([p.detach().flatten() for p in module.parameters()]))

# %%
# VARIANT
# part: count_parameters
# name: tensor
# right: true
# score: 1
def count_parameters(module):
    return torch.tensor([p.numel() for p in module.parameters()]).sum()

# %%
# VARIANT
# part: count_parameters
# name: number_of_tensors
# right: false
# score: 0
# mistake: Tensors were counted, not their entries.
def count_parameters(module):
    return len(list(module.parameters()))

# %%
# VARIANT
# part: count_parameters
# name: weights_only
# right: false
# score: 0.25
# mistake: The biases were not counted.
def count_parameters(module):
    return sum(p.numel() for p in module.parameters() if p.ndim == 2)

# %%
# VARIANT
# part: count_parameters
# name: rows_only
# right: false
# score: 0.25
# mistake: Rows were counted, not entries.
def count_parameters(module):
    return sum(len(p) for p in module.parameters())

# %%
# VARIANT
# part: count_parameters
# name: first_layer_only
# right: false
# score: 0.25
# mistake: Only the first layer was counted.
def count_parameters(module):
    return sum(p.numel() for p in module.hidden.parameters())

# %%
# VARIANT
# part: count_parameters
# name: sum_of_values
# right: false
# score: 0
# mistake: The values were added up instead of being counted.
def count_parameters(module):
    return sum(p.sum() for p in module.parameters())

# %%
# VARIANT
# part: count_parameters
# name: shapes_added
# right: false
# score: 0.25
# mistake: The sizes of the dimensions were added instead of multiplied.
def count_parameters(module):
    return sum(sum(p.shape) for p in module.parameters())

# %%
# VARIANT
# part: count_parameters
# name: for_one_size
# right: false
# score: 0
# mistake: The count of one particular module was returned.
def count_parameters(module):
    return 32

# %%
# VARIANT
# part: count_parameters
# name: nothing
# right: false
# score: 0
# mistake: Nothing is returned.
def count_parameters(module):
    for p in module.parameters():
        p.numel()

# %%
# VARIANT
# part: count_parameters
# name: bytes
# right: false
# score: 0.25
# mistake: Bytes were counted, four for each number.
def count_parameters(module):
    return sum(p.numel() * p.element_size() for p in module.parameters())

# %%
# VARIANT
# part: count_parameters
# name: return_in_the_loop
# right: false
# score: 0.25
# mistake: The return stands inside the loop, so that only the first tensor is counted.
def count_parameters(module):
    total = 0
    for p in module.parameters():
        total += p.numel()
        return total

# %%
# VARIANT
# part: count_parameters
# name: multiplied
# right: false
# score: 0.25
# mistake: The counts of the tensors were multiplied instead of added.
def count_parameters(module):
    n = 1
    for p in module.parameters():
        n *= p.numel()
    return n

# %%
# VARIANT
# part: count_parameters
# name: buffers_counted
# right: false
# score: 0.25
# mistake: What a module stores but does not learn, its buffers, was counted as well.
def count_parameters(module):
    return sum(t.numel() for t in module.state_dict().values())

# %%
# VARIANT
# part: count_parameters
# name: two_layers_by_name
# right: false
# score: 0.25
# mistake: Only the layers called hidden and output were counted; any module should do.
def count_parameters(module):
    return sum(p.numel() for layer in (module.hidden, module.output) for p in layer.parameters())

# %%
# VARIANT
# part: count_parameters
# name: direct_children_only
# right: false
# score: 0.25
# mistake: Only weights and biases of the direct children were counted; modules may hold modules.
def count_parameters(module):
    return sum(c.weight.numel() + c.bias.numel() for c in module.children() if hasattr(c, "weight"))
