package graph

import (
	"fmt"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// flagWords are what may stand after the path of an access.
var flagWords = map[string]event.Flags{
	"atomic": event.Atomic, "branch": event.Branch, "map": event.MapOp, "append": event.AppendOp, "err": event.ErrVar,
	"result": event.Result, "loopvar": event.LoopVar, "deferred": event.Deferred, "select": event.Select, "try": event.Try,
}

// opWords are the operations that acquire and release can name.
var opWords = map[string]event.Op{
	"atomic": event.OpAtomic, "cancel": event.OpCancel, "ctxdone": event.OpCtxDone, "closed": event.OpClosed,
	"rangeend": event.OpRangeEnd, "once": event.OpOnce, "cond": event.OpCond, "pipe": event.OpPipe, "timer": event.OpTimer,
}

// statement reads an event.
func (r *reader) statement(pos event.Pos, word, rest string) {
	switch word {
	case "var", "chan", "group", "mutex", "opaque":
		if word != "group" || !strings.Contains(rest, " ") { // otherwise a group's Go
			r.declaration(pos, word, strings.Fields(rest))
			return
		}
	}
	switch result, call, assigned := strings.Cut(word+" "+rest, " = call "); {
	case assigned:
		r.locs[result] = r.Space.NewRoot(event.Root{Kind: event.Opaque, Name: result, Pos: pos, Cap: event.CapUnknown})
		r.site(pos, event.Call, call, event.CallSite{Results: []event.Loc{r.locs[result]}})
	case !r.forks(pos, word, rest):
		r.simple(pos, word, strings.Fields(rest))
	}
}

func (r *reader) declaration(pos event.Pos, word string, args []string) {
	root := event.Root{Var: word != "chan" && word != "opaque"}
	switch {
	case word == "opaque":
		root.Kind, root.Cap = event.Opaque, event.CapUnknown
	case word == "chan":
		root.Chan = true
		if len(args) > 1 && args[1] == "?" {
			root.Cap = event.CapUnknown
		} else if len(args) > 1 {
			root.Cap = number(args[1])
		}
	}
	r.declare(pos, args[0], root)
}

// forks reads what runs a function.
func (r *reader) forks(pos event.Pos, word, rest string) bool {
	site, kind := event.CallSite{}, event.Fork
	switch word {
	case "call":
		kind = event.Call
	case "atend":
		kind = event.AtEnd
	case "go":
	case "group":
		handle, call, _ := strings.Cut(rest, " ")
		site.Kind, site.Handle, rest = event.Group, r.Loc(handle), call
	case "many":
		site.Kind = event.Many
	case "timer":
		site.Kind = event.Timer
	default:
		return false
	}
	r.site(pos, kind, rest, site)
	return true
}

// site adds a call site for f(args), where an argument may be a function, and f
// a parameter.
func (r *reader) site(pos event.Pos, kind event.Kind, call string, site event.CallSite) {
	name, args, _ := strings.Cut(strings.TrimSuffix(call, ")"), "(")
	r.sites++
	site.ID, site.Pos, site.Target = r.sites, pos, r.target(name)
	for _, a := range list(args) {
		arg := event.Arg{Fn: event.Target{Func: event.NoFunc}}
		if _, isFunc := r.funcs[a]; isFunc {
			arg.Fn = r.target(a)
		} else {
			arg.Loc = r.Loc(a)
			arg.Fn.Param = arg.Loc
		}
		site.Args = append(site.Args, arg)
	}
	r.emit(event.Event{Kind: kind, Call: int32(len(r.f.Calls)), Loc: site.Handle, Pos: pos})
	r.f.Calls = append(r.f.Calls, site)
}

func (r *reader) target(name string) event.Target {
	if id, ok := r.funcs[name]; ok {
		return event.Target{Func: id}
	}
	if name == "unknown" {
		return event.Target{Func: event.NoFunc}
	}
	return event.Target{Func: event.NoFunc, Param: r.Loc(name)}
}

// simple reads an event without a function.
func (r *reader) simple(pos event.Pos, word string, args []string) {
	var loc event.Loc
	if len(args) > 0 {
		loc = r.Loc(args[0])
	}
	back := r.Space.Child(loc, event.Sel{Kind: event.Back})
	e := func(k event.Kind, op event.Op, l event.Loc, f event.Flags) {
		r.emit(event.Event{Kind: k, Op: op, Loc: l, Flags: f, Pos: pos})
	}
	var flags event.Flags
	for _, a := range args[min(1, len(args)):] {
		flags |= flagWords[a]
	}
	switch word {
	case "read":
		e(event.Access, 0, loc, flags)
	case "write":
		e(event.Access, 0, loc, flags|event.Write)
	case "send":
		e(event.Release, event.OpSend, loc, flags)
		e(event.Acquire, event.OpSend, back, flags)
	case "recv":
		e(event.Release, event.OpRecv, back, flags)
		e(event.Acquire, event.OpRecv, loc, flags)
	case "close":
		e(event.Release, event.OpClose, loc, 0)
	case "add":
		n, key := int32(event.Unknown), int32(0)
		if args[1] == "key" {
			key = int32(number(args[2]))
		} else {
			n = int32(number(args[1]))
		}
		r.emit(event.Event{Kind: event.Add, Loc: loc, N: n, Key: key, Pos: pos})
	case "done":
		e(event.Release, event.OpDone, loc, 0)
	case "wait":
		e(event.Acquire, event.OpWait, loc, 0)
	case "lock":
		e(event.Lock, event.OpLock, loc, 0)
	case "unlock":
		e(event.Unlock, event.OpLock, loc, 0)
	case "rlock":
		e(event.Lock, event.OpRLock, loc, event.Read)
	case "runlock":
		e(event.Unlock, event.OpRLock, loc, event.Read)
	case "acquire":
		e(event.Acquire, opWords[args[1]], loc, flags)
	case "release":
		e(event.Release, opWords[args[1]], loc, flags)
	case "escape":
		e(event.Escape, 0, loc, 0)
	case "uses":
		e(event.Uses, 0, loc, 0)
	case "serialize":
		e(event.Serialize, 0, loc, 0)
	case "serve":
		e(event.Forever, event.OpServe, loc, 0)
	case "shutdown":
		e(event.Release, event.OpShutdown, loc, 0)
	case "bind":
		r.emit(event.Event{Kind: event.Bind, Loc: loc, Val: r.Loc(args[1]), Pos: pos})
	case "sleep":
		e(event.Sleep, 0, loc, 0)
	case "exit":
		e(event.Exit, 0, loc, 0)
	case "stop":
		e(event.Stop, 0, loc, 0)
	case "forever":
		e(event.Forever, 0, loc, 0)
	case "joinall":
		e(event.JoinAll, 0, loc, 0)
	default:
		panic(fmt.Sprintf("no event %q", word))
	}
}
