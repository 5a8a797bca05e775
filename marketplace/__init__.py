"""What Okat does: one room per capability, importing only towards the kernel."""
