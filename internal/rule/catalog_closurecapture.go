package rule

// closurecaptureRules are the ways in which a goroutine's closure and somebody
// else share a variable. All but the note are data races: the memory model
// leaves no room for one that is harmless.
var closurecaptureRules = []*Rule{
	{
		ID:       "captured-race",
		Severity: Error,
		Summary:  "a goroutine and the function that forked it use a captured variable without order, and one writes",
	},
	{
		ID:       "sibling-race",
		Severity: Error,
		Summary:  "two goroutines use a captured variable without order, and one writes",
	},
	{
		ID:       "instance-race",
		Severity: Error,
		Summary:  "one fork runs many times, and its goroutines write the same captured variable",
	},
	{
		ID:       "err-capture",
		Severity: Error,
		Fix:      SafeFix,
		Summary:  "a goroutine assigns an outer err or named result where it meant one of its own",
	},
	{
		ID:       "loop-variable",
		Severity: Error,
		Fix:      SafeFix,
		Summary:  "before Go 1.22: the loop changes the variable that its goroutines captured",
	},
	{
		ID:       "map-race",
		Severity: Error,
		Summary:  "goroutines write a captured map without a common lock",
	},
	{
		ID:       "append-race",
		Severity: Error,
		Summary:  "goroutines append to a captured slice without a common lock",
	},
	{
		ID:       "write-after-release",
		Severity: Error,
		Fix:      SafeFix,
		Summary:  "a captured variable is written after the signal that should publish it",
	},
	{
		ID:       "write-after-send",
		Severity: Error,
		Summary:  "what has been sent on a channel is written again while its receiver may use it",
	},
	{
		ID:       "wrong-lock",
		Severity: Error,
		Summary:  "both sides lock, but not the same lock, or a write holds only a read lock",
	},
	{
		ID:       "ordered",
		Severity: Note,
		Summary:  "a goroutine writes a captured variable, and every other use is ordered by a join",
	},
}
