"""Where models are made: the only place that imports torch, transformers and scikit-learn."""
