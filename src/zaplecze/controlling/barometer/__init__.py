"""Growing Pains barometer: an anonymous self-assessment beside the hard figures."""
