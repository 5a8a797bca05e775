"""What is pledged rather than bought: mentors, sites, rides, childcare, equipment, knowledge."""
