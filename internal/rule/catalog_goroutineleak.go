package rule

// goroutineleakRules are the ways in which a goroutine blocks for ever, by what
// it blocks on.
var goroutineleakRules = []*Rule{
	{
		ID:       "abandoned-send",
		Severity: Error,
		Fix:      SafeFix,
		Summary:  "a goroutine sends on a channel from which nobody receives any more",
	},
	{
		ID:       "abandoned-receive",
		Severity: Error,
		Summary:  "a goroutine receives from a channel on which nobody sends, and which nobody closes, any more",
	},
	{
		ID:       "stuck-join",
		Severity: Error,
		Summary:  "a wait for a group or a condition that can never be signalled",
	},
	{
		ID:       "stuck-lock",
		Severity: Error,
		Summary:  "a lock is waited for whose holder is itself blocked for ever",
	},
	{
		ID:       "nil-channel",
		Severity: Error,
		Summary:  "an operation on a channel that is nil blocks for ever",
	},
	{
		ID:       "empty-select",
		Severity: Warning,
		Summary:  "a goroutine ends in a select without cases, which blocks for ever",
	},
}
