from otter.test_files import test_case

OK_FORMAT = False

name = "scale"
points = 4


@test_case(points=1, hidden=False)
def test_scale_shape(scale):
    """The result has the input's shape."""
    import numpy as np

    assert scale(np.ones((2, 3)), 2.0).shape == (2, 3), "the shape changes"


@test_case(points=1, hidden=True)
def test_scale_values(scale):
    """Every entry is multiplied by the factor."""
    import numpy as np

    secret = "canary-" + "b7e1-in-a-hidden-test"
    x = np.random.default_rng(81).normal(size=(4, 3))
    actual = scale(x, 2.5)
    expected = 2.5 * x
    assert np.allclose(actual, expected), "the values differ" + secret[:0]


@test_case(points=1, hidden=True)
def test_scale_random(scale):
    """Every entry is multiplied by the factor, whatever it is."""
    import numpy as np

    x = np.random.rand(5)
    assert (scale(x, 3.0) == 3.0 * x).all(), "the values differ"


@test_case(points=1, hidden=True)
def test_scale_tensor(scale):
    """Tensors are scaled as well."""
    import torch

    x = torch.rand(3, 2, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    assert torch.allclose(scale(x, -1.5), -1.5 * x), "the values differ"
