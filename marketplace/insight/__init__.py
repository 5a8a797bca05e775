"""What Okat can tell about itself and its areas."""
