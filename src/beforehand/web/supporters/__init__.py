"""What supporters are told: impact reports that have been released."""
