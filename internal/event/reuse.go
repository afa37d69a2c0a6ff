package event

// A Reuse is a write to memory that has been sent on a channel.
type Reuse struct {
	Sent, Written Pos
	Name          string // of the memory
	Chan          string // of the channel
}
