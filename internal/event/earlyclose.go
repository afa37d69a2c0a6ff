package event

// An EarlyClose is a deferred Close of what goroutines use that a call deferred before it,
// and so run after it, waits for.
type EarlyClose struct {
	Closed, Waited, Fork Pos
	Name                 string // of what is closed
	Group                string // of what is waited for
}
