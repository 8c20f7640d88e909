"""What Aimwell is compared with: the same judgement behind other people's servers, as a user would write it."""
