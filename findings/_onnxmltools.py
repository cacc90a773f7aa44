"""What a model says once onnxmltools has exported it."""

from onnxmltools.convert.common.data_types import FloatTensorType
from onnxruntime import InferenceSession, set_default_logger_severity

set_default_logger_severity(3)  # a remark on shapes


def exported(convert, model, x, **options):
    """The last output, for the rows of x, of the model that `convert` makes."""
    made = convert(model, initial_types=[("x", FloatTensorType([None, x.shape[1]]))], **options)
    return InferenceSession(made.SerializeToString()).run(None, {"x": x})[-1]
