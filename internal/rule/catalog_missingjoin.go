package rule

// missingjoinRules are the ways in which a join is absent or broken.
//
// A rule is a Warning where code out of sight may still make the program
// right: the caller of the function that returns early may live long enough,
// the sleep may be long enough, the test binary may end first.
var missingjoinRules = []*Rule{
	{
		ID:       "unjoined",
		Severity: Error,
		Fix:      UnsafeFix,
		Summary:  "a goroutine has work to finish when the program ends, and nothing joins it",
	},
	{
		ID:       "join-skipped",
		Severity: Warning,
		Fix:      UnsafeFix,
		Summary:  "a path returns before the join",
	},
	{
		ID:       "sleep-join",
		Severity: Warning,
		Fix:      UnsafeFix,
		Summary:  "a sleep or a spin stands where the join should be",
	},
	{
		ID:       "group-not-waited",
		Severity: Error,
		Fix:      UnsafeFix,
		Summary:  "a local group starts goroutines and is never waited for",
	},
	{
		ID:       "add-in-goroutine",
		Severity: Error,
		Fix:      SafeFix,
		Summary:  "Add runs in the goroutine it counts, so Wait can pass before it",
	},
	{
		ID:       "add-after-fork",
		Severity: Error,
		Fix:      SafeFix,
		Summary:  "Add comes after the fork of the goroutine that calls Done",
	},
	{
		ID:       "early-close",
		Severity: Error,
		Summary:  "a channel is closed while a goroutine may still send on it",
	},
	{
		ID:       "done-skipped",
		Severity: Error,
		Fix:      SafeFix,
		Summary:  "a path of the goroutine ends without the signal that its join waits for",
	},
	{
		ID:       "count-mismatch",
		Severity: Error,
		Summary:  "the join counts more or fewer signals than the goroutines give",
	},
	{
		ID:       "join-before-fork",
		Severity: Error,
		Summary:  "the join comes before the fork that it should join",
	},
	{
		ID:       "join-deadlock",
		Severity: Error,
		Summary:  "the join waits for something that can only happen after it",
	},
	{
		ID:       "copied-handle",
		Severity: Error,
		Summary:  "the goroutine signals a copy of what the join waits for",
	},
	{
		ID:       "exit-before-join",
		Severity: Error,
		Summary:  "the program exits before a join, or past a deferred one",
	},
	{
		ID:       "outlives-test",
		Severity: Warning,
		Summary:  "a goroutine that uses the test can run after the test has returned",
	},
	{
		ID:       "lost-output",
		Severity: Error,
		Summary:  "the program can end before a goroutine has written what it still has to",
	},
	{
		ID:       "shutdown-not-awaited",
		Severity: Error,
		Summary:  "main returns as soon as the server stops serving, while Shutdown still drains it",
	},
	{
		ID:       "never-stopped",
		Severity: Warning,
		Summary:  "a value that owns a goroutine is dropped without the call that stops it",
	},
	{
		ID:       "detached",
		Severity: Note,
		Summary:  "library code forks a goroutine that no caller can join or stop",
	},
	{
		ID:       "cancelled-not-awaited",
		Severity: Note,
		Summary:  "a goroutine is told to stop, and nothing waits until it has",
	},
	{
		ID:       "unused-suppression",
		Severity: Warning,
		Summary:  "a comment silences a rule that finds nothing there",
	},
	{
		ID:       "bad-suppression",
		Severity: Warning,
		Summary:  "a comment that should silence a finding gives no reason or names no rule",
	},
}
