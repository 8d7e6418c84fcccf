from otter.test_files import test_case

OK_FORMAT = False

name = "linear"
points = 3


@test_case(points=1, hidden=False)
def test_linear_forward(Linear):
    """The output is x Wᵀ + b."""
    import torch

    layer = Linear(3, 5)
    layer.W = torch.arange(15.0, dtype=torch.float64).reshape(5, 3)
    layer.b = torch.ones(5, dtype=torch.float64)
    x = torch.linspace(-1, 1, 6, dtype=torch.float64).reshape(2, 3)
    assert torch.allclose(layer.forward(x), x @ layer.W.T + layer.b), "the output differs"


@test_case(points=2, hidden=True)
def test_linear_backward(Linear):
    """The gradients are those of the loss."""
    import torch

    generator = torch.Generator().manual_seed(11)
    layer = Linear(3, 5)
    W = torch.randn(5, 3, generator=generator, dtype=torch.float64)
    layer.W = W
    x = torch.randn(7, 3, generator=generator, dtype=torch.float64)
    upstream = torch.randn(7, 5, generator=generator, dtype=torch.float64)
    layer.forward(x)
    assert torch.allclose(layer.backward(upstream), upstream @ W), "dx differs"
    assert torch.allclose(layer.dW, upstream.T @ x), "dW differs"
