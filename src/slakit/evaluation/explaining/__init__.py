"""Why a clock stands as it does: every stretch of its time and every decision, and the words."""
