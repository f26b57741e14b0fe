// The real code comes from the distribution; see ../README.md. An archive needs one symbol to be linked whole.
int lianmai_overlay_abseil;
