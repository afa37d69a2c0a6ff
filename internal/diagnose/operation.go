package diagnose

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// Operation says in words by which operation on the named object somebody
// waits.
func Operation(op event.Op, name string) string {
	return operation(hb.Step{Op: op, Name: name})
}
