"""The circle of costs: group 4 by nature, through account 490, to group 5 by place."""
