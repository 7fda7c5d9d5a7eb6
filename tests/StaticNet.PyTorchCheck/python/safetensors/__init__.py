"""Debian has no package of safetensors; this stands for it. See torch.py."""
