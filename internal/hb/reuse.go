package hb

import "github.com/gojoincheck/gojoincheck/internal/event"

// Reused tells of memory that is written to after it has been sent, once for each place: "A
// send on a channel is synchronized before the completion of the corresponding receive from
// that channel", and what comes after the send is not.
func Reused(list []event.Reuse) []Finding {
	var found []Finding
	told := map[event.Pos]bool{}
	for _, u := range list {
		if !told[u.Written] {
			told[u.Written] = true
			found = append(found, Finding{Rule: "write-after-send", Pos: u.Written, Name: u.Name, Write: true, Steps: []Step{{Role: RoleSend, Pos: u.Sent, Name: u.Chan, Op: event.OpSend}}})
		}
	}
	return found
}
