package extract

import (
	"go/token"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// hours is how far off a timer must be to be one that nobody means to fire before it is set
// anew, whatever is done before that.
const hours = time.Hour

// idle reports whether a call makes a timer that is to be set anew before it fires.
func (b *builder) idle(c libraryCall) bool {
	d, ok := constInt(b.constOf(c.arg(0), c.call))
	return ok && d >= int64(hours)
}

// minutes is how far off a timer must be to be sure not to have fired when the
// function that made it stops it: no function that stops a timer dawdles so long.
const minutes = time.Minute

// farOff reports whether a timer that is stopped was made to fire so late that
// it has not done so yet.
func (b *builder) farOff(c libraryCall) bool {
	made := b.madeBy(c.recv)
	if made == nil || made.Parent() != b.fn {
		return false
	}
	if row := b.row(&made.Call); row == nil || row.Do != syncmodel.TimerGo {
		return false
	}
	d, ok := constInt(b.constOf(newLibraryCall(&made.Call, made, made.Pos()).arg(0), made))
	return ok && d >= int64(minutes)
}

// stoppedCase returns what happens when Stop, or the function that context.AfterFunc has
// returned, has said that it stopped the timer: what it would have run does not run.
func (b *builder) stoppedCase(cond ssa.Value) func() {
	call, ok := cond.(*ssa.Call)
	if !ok {
		return nil
	}
	row := b.row(&call.Call)
	if made := b.madeBy(call.Call.Value); row == nil && made != nil {
		if row := b.row(&made.Call); row != nil && row.Do == syncmodel.TimerGo {
			timer := b.Obj(made)
			return func() { b.sync(event.Defused, event.OpTimer, timer, call.Pos()) }
		}
	}
	if row == nil && isStop(call) { // kept in a field: what it refers to, linking knows
		kept := b.Obj(call.Call.Value)
		return func() { b.sync(event.Defused, event.OpTimer, kept, call.Pos()) }
	}
	if row == nil || row.Do != syncmodel.TimerStop {
		return nil
	}
	timer := b.Obj(newLibraryCall(&call.Call, call, call.Pos()).recv)
	return func() { b.sync(event.Defused, event.OpTimer, timer, call.Pos()) }
}

// isStop reports whether a call is of a function in a variable that is of the type of
// those that context.AfterFunc returns.
func isStop(call *ssa.Call) bool {
	load, ok := call.Call.Value.(*ssa.UnOp)
	sig := call.Call.Signature()
	return ok && load.Op == token.MUL && sig.Params().Len() == 0 && sig.Results().Len() == 1 && isBool(sig.Results().At(0).Type())
}
