"""Questions about money: what a young person says did not come or is not right, who answers it, and by when."""
