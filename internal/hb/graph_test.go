package hb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/testutil/graph"
)

// roleNames are the roles of the steps of a proof, as the tests below write them.
var roleNames = map[hb.Role]string{
	hb.RoleFork: "fork", hb.RoleOther: "other", hb.RoleJoin: "join", hb.RoleReturn: "return",
	hb.RoleTask: "task", hb.RoleAdd: "add", hb.RoleNeed: "need",
}

// verdicts solves the function main of a program and writes each finding as
//
//	line rule name (role line, …)
func verdicts(src string, root hb.Root) string {
	p := graph.Parse(src)
	var all []string
	for _, f := range hb.New(p.Space).Solve(p.Link("main"), root) {
		var steps []string
		for _, s := range f.Steps {
			if s.Pos != 0 {
				steps = append(steps, fmt.Sprintf("%s %d", roleNames[s.Role], s.Pos))
			}
		}
		name := f.Name
		if f.By != "" {
			name += " by " + f.By
		}
		all = append(all, strings.TrimRight(fmt.Sprintf("%d %s %s (%s)", f.Pos, f.Rule, name, strings.Join(steps, ", ")), " "))
	}
	return strings.Join(all, "\n")
}

// A graphTest is a program and what is found in it, notes left out unless asked.
type graphTest struct {
	name string
	src  string
	want string
}

var notes = []string{"ordered", "detached", "cancelled-not-awaited"}

func (c graphTest) run(t *testing.T, root hb.Root, withNotes bool) {
	t.Helper()
	t.Run(c.name, func(t *testing.T) {
		var got []string
		for line := range strings.SplitSeq(verdicts(c.src, root), "\n") {
			fields := strings.Fields(line)
			if len(fields) > 1 && (withNotes || !slices.Contains(notes, fields[1])) {
				got = append(got, line)
			}
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
		}
	})
}

// TestOrderOfForkAndJoin: what a task does is concurrent with its forker from
// the fork to an acquire that a release after it satisfies.
func TestOrderOfForkAndJoin(t *testing.T) {
	for _, c := range []graphTest{
		{"before the fork", `
func main
	var x
	chan done
	write x
	go task
	recv done
	return
func task
	read x
	send done
	return`, ``},
		{"after the join", `
func main
	var x
	chan done
	go task
	recv done
	read x
	return
func task
	write x
	send done
	return`, ``},
		{"between fork and join", `
func main
	var x
	chan done
	go task
	read x
	recv done
	return
func task
	write x
	send done
	return`, `9 captured-race x (fork 4, other 5, join 6)`},
		{"two readers", `
func main
	var x
	chan done
	go task
	read x
	recv done
	return
func task
	read x
	send done
	return`, ``},
		{"after the release", `
func main
	var x
	chan done 1
	go task
	recv done
	read x
	return
func task
	send done
	write x
	return`, `10 write-after-release x (fork 4, other 6)`},
		{"join on one path only", `
func main
	var x
	chan done 1
	go task
	if 1 yes no
yes:
	recv done
no:
	read x
	return
func task
	write x
	send done
	return`, `4 join-skipped done (return 10, join 7)
12 captured-race x (fork 4, other 9, join 7)`},
		{"the same condition forks and joins", `
func main
	var x
	chan done
	if 1 fork on
fork:
	go task
on:
	if 1 join end
join:
	recv done
end:
	read x
	return
func task
	write x
	send done
	return`, ``},
		{"a task that waits for the forker first", `
func main
	var x
	chan start
	chan done
	go task
	write x
	close start
	recv done
	return
func task
	recv start
	write x
	send done
	return`, ``},
		{"a task of a task", `
func main
	var x
	chan done
	go task
	recv done
	read x
	return
func task
	chan inner
	go nested
	recv inner
	send done
	return
func nested
	write x
	send inner
	return`, ``},
		{"a task of a task that nobody waits for", `
func main
	var x
	chan done
	go task
	recv done
	read x
	return
func task
	go nested
	send done
	return
func nested
	write x
	return`, `9 unjoined  (return 7)
13 write-after-release x (fork 9, other 6)`},
		{"a callee joins", `
func main
	var x
	chan done
	go task
	call wait(done)
	read x
	return
func task
	write x
	send done
	return
func wait(c)
	recv c
	return`, ``},
		{"all that is forked", `
func main
	var x
	go task
	joinall
	read x
	return
func task
	write x
	return`, ``},
		{"code out of sight may join", `
func main
	var x
	chan done
	go task
	escape done
	read x
	return
func task
	write x
	send done
	return`, ``},
	} {
		c.run(t, hb.MainRoot, false)
	}
}

// TestOrderOfChannels: the n'th receive completes after the n'th send, and
// before the n+C'th; a close comes before the receives that see it.
func TestOrderOfChannels(t *testing.T) {
	task := `
func task
	write x
	recv c
	return`
	for _, c := range []graphTest{
		{"an unbuffered send waits for its receive", `
func main
	var x
	chan c
	go task
	send c
	read x
	return` + task, ``},
		{"a buffered send does not", `
func main
	var x
	chan c 1
	go task
	send c
	read x
	return` + task, `9 captured-race x (fork 4, other 6)`},
		{"a close orders as often as it is seen", `
func main
	var x
	chan c
	go task
	recv c
	read x
	return
func task
	write x
	close c
	return`, ``},
		{"one receive for two senders", `
func main
	var x
	var y
	chan c 2
	go first
	go second
	recv c
	read x
	read y
	return
func first
	write x
	send c
	return
func second
	write y
	send c
	return`, `5 count-mismatch c (join 7, return 10)
6 count-mismatch c (join 7, return 10)
12 captured-race x (fork 5, other 8)
16 captured-race y (fork 6, other 9)`},
		{"two receives for two senders", `
func main
	var x
	var y
	chan c 2
	go first
	go second
	recv c
	recv c
	read x
	read y
	return
func first
	write x
	send c
	return
func second
	write y
	send c
	return`, ``},
		{"as many rounds of receives as of forks", `
func main
	var x
	chan c
forks: 3
	goto fork next
fork:
	go task
	goto forks
next:
joins: 3
	goto join end
join:
	recv c
	goto joins
end:
	write x
	return
func task
	read x
	send c
	return`, ``},
		{"fewer rounds of receives than of forks", `
func main
	var x
	chan c 3
forks: 3
	goto fork next
fork:
	go task
	goto forks
next:
joins: 2
	goto join end
join:
	recv c
	goto joins
end:
	write x
	return
func task
	read x
	send c
	return`, `7 join-skipped c (return 17, join 13)
19 captured-race x (fork 7, other 16)`},
		{"a channel of capacity one is a lock", `
func main
	var x
	chan sem 1
	chan done
	go task
	send sem
	write x
	recv sem
	recv done
	return
func task
	send sem
	write x
	recv sem
	send done
	return`, ``},
		{"a channel of capacity two is none", `
func main
	var x
	chan sem 2
	chan done
	go task
	send sem
	write x
	recv sem
	recv done
	return
func task
	send sem
	write x
	recv sem
	send done
	return`, `13 captured-race x (fork 5, other 7, join 9)`},
		{"a case of a select orders on its own way", `
func main
	var x
	chan done 1
	chan late 1
	go task
	select joined left
joined:
	recv done select
	read x
	return
left:
	recv late select
	read x
	return
func task
	write x
	send done
	return`, `16 captured-race x (fork 5, other 13, join 8)`},
	} {
		c.run(t, hb.MainRoot, false)
	}
}

// TestOrderOfLocks: what is done under a common lock is never concurrent.
func TestOrderOfLocks(t *testing.T) {
	main := `
func main
	var x
	mutex a
	mutex b
	group wg
	add wg 1
	go task
`
	for _, c := range []graphTest{
		{"one lock", main + `
	lock a
	write x
	unlock a
	wait wg
	return
func task
	lock a
	write x
	unlock a
	done wg
	return`, ``},
		{"two locks", main + `
	lock a
	write x
	unlock a
	wait wg
	return
func task
	lock b
	write x
	unlock b
	done wg
	return`, `16 wrong-lock x (fork 7, other 10, join 12)`},
		{"one side only", main + `
	write x
	wait wg
	return
func task
	lock a
	write x
	unlock a
	done wg
	return`, `14 captured-race x (fork 7, other 9, join 10)`},
		// The lock that the forker takes says only that the task does not hold it now,
		// not that it has not held it before.
		{"unlocked too early", main + `
	lock a
	write x
	unlock a
	wait wg
	return
func task
	lock a
	unlock a
	write x
	done wg
	return`, `17 captured-race x (fork 7, other 10, join 12)`},
		{"locked on one path only", main + `
	lock a
	write x
	unlock a
	wait wg
	return
func task
	if 1 yes no
yes:
	lock a
no:
	write x
	done wg
	return`, `19 captured-race x (fork 7, other 10, join 12)`},
		{"two readers under a read lock", main + `
	rlock a
	read x
	runlock a
	wait wg
	return
func task
	rlock a
	read x
	runlock a
	done wg
	return`, ``},
		{"a reader and a writer", main + `
	rlock a
	read x
	runlock a
	wait wg
	return
func task
	lock a
	write x
	unlock a
	done wg
	return`, ``},
		{"a writer under a read lock", main + `
	rlock a
	read x
	runlock a
	wait wg
	return
func task
	rlock a
	write x
	runlock a
	done wg
	return`, `16 wrong-lock x (fork 7, other 10, join 12)`},
		{"a mutex that somebody else unlocks hands over", `
func main
	var x
	mutex a
	lock a
	go task
	lock a
	read x
	unlock a
	return
func task
	write x
	unlock a
	return`, ``},
		{"a variable tested under the lock it is set under", `
func main
	var x
	var ready
	mutex a
	go task
	lock a
	read ready branch
	unlock a
	read x
	return
func task
	write x
	lock a
	write ready
	unlock a
	return`, ``},
		{"a variable that is only read under the lock", `
func main
	var x
	var ready
	mutex a
	go task
	lock a
	read ready
	unlock a
	read x
	return
func task
	write x
	lock a
	write ready
	unlock a
	return`, `12 captured-race x (fork 5, other 9)`},
		{"atomics on both sides", main + `
	write x atomic
	wait wg
	return
func task
	write x atomic
	done wg
	return`, ``},
		{"an atomic on one side", main + `
	read x
	wait wg
	return
func task
	write x atomic
	done wg
	return`, `13 captured-race x (fork 7, other 9, join 10)`},
	} {
		c.run(t, hb.NotRoot, false)
	}
}

// TestRaces: which rule tells of two accesses without an order.
func TestRaces(t *testing.T) {
	main := `
func main
	var x
	group wg
`
	for _, c := range []graphTest{
		{"two tasks", main + `
	group wg first
	group wg second
	wait wg
	return
func first
	write x
	return
func second
	read x
	return`, `10 sibling-race x (fork 5, other 13, fork 6)`},
		{"two tasks, the second after the first was joined", main + `
	group wg first
	wait wg
	group wg second
	wait wg
	return
func first
	write x
	return
func second
	read x
	return`, ``},
		{"two tasks, one at a time", main + `
	serialize wg
	group wg first
	group wg second
	wait wg
	return
func first
	write x
	return
func second
	read x
	return`, ``},
		{"two tasks, the second waits for a signal of the first", main + `
	chan c
	group wg first
	group wg second
	wait wg
	return
func first
	write x
	send c
	return
func second
	recv c
	read x
	return`, ``},
		{"many instances", main + `
forks:
	goto fork end
fork:
	group wg task
	goto forks
end:
	wait wg
	return
func task
	write x
	return`, `14 instance-race x (fork 8, other 14)`},
		{"a loop of one round", main + `
forks: 1
	goto fork end
fork:
	group wg task
	goto forks
end:
	wait wg
	return
func task
	write x
	return`, ``},
		{"a variable of each round", main + `
forks:
	goto fork end
fork:
	var y
	group wg task
	goto forks
end:
	wait wg
	return
func task
	write y
	return`, ``},
		{"many at once", `
func main
	var x
	many task
	read x
	return
func task
	write x
	return`, `7 instance-race x (fork 3, other 7)`},
		{"a function that nobody joins", `
func main
	var x
	timer task
	read x
	return
func task
	write x
	return`, `7 captured-race x (fork 3, other 4)`},
		{"a map", main + `
	group wg first
	write x map
	wait wg
	return
func first
	write x map
	return`, `10 map-race x (fork 5, other 6, join 7)`},
		{"two appends", main + `
	group wg first
	write x append
	wait wg
	return
func first
	write x append
	return`, `10 append-race x (fork 5, other 6, join 7)`},
		{"an error", main + `
	group wg first
	read x
	wait wg
	return
func first
	write x err
	return`, `10 err-capture x (fork 5, other 6, join 7)`},
		{"a named result", main + `
	group wg first
	read x
	wait wg
	return
func first
	write x result
	return`, `10 err-capture x (fork 5, other 6, join 7)`},
		{"a loop's variable", main + `
	group wg first
	write x loopvar
	wait wg
	return
func first
	read x
	return`, `10 loop-variable x (fork 5, other 6, join 7)`},
		{"two fields", main + `
	group wg first
	write x.a
	wait wg
	return
func first
	write x.b
	return`, ``},
		{"a field and the whole", main + `
	group wg first
	read x
	wait wg
	return
func first
	write x.b
	return`, `10 captured-race x.b (fork 5, other 6, join 7)`},
		{"two elements", main + `
	group wg first
	write x[0]
	wait wg
	return
func first
	write x[1]
	return`, ``},
		{"an element and all of them", main + `
	group wg first
	read x[*]
	wait wg
	return
func first
	write x[1]
	return`, `10 captured-race x[1] (fork 5, other 6, join 7)`},
		{"elements that may be different", main + `
	group wg first
	write x[?]
	wait wg
	return
func first
	write x[?]
	return`, ``},
		{"a pointer and what it points to", main + `
	group wg first
	write x
	wait wg
	return
func first
	write *x
	return`, ``},
		{"a parameter's memory, which may be another object each time", `
func main(x)
	group wg
	group wg first(x)
	group wg first(x)
	wait wg
	return
func first(y)
	write y
	return`, ``},
	} {
		c.run(t, hb.NotRoot, false)
	}
}

// TestGroups: a group joins when as many Dones as Adds have come.
func TestGroups(t *testing.T) {
	for _, c := range []graphTest{
		{"never waited for", `
func main
	group wg
	group wg task
	return
func task
	return`, `3 group-not-waited wg (return 4)`},
		{"handed back", `
func main
	group wg
	group wg task
	return wg
func task
	return`, ``},
		{"waited for on one path", `
func main
	group wg
	group wg task
	if 1 yes no
yes:
	wait wg
	return
no:
	return
func task
	return`, `3 join-skipped wg (return 9, join 6)`},
		{"waited for too early", `
func main
	group wg
	wait wg
	group wg task
	return
func task
	return`, `4 join-before-fork wg (join 3)`},
		{"counted in the task", `
func main
	group wg
	go task
	wait wg
	return
func task
	add wg 1
	done wg
	return`, `7 add-in-goroutine wg (fork 3, join 4)`},
		{"counted after the fork", `
func main
	group wg
	go task
	add wg 1
	wait wg
	return
func task
	done wg
	return`, `4 add-after-fork wg (fork 3, task 8)`},
		{"counted down on one path", `
func main
	group wg
	add wg 1
	go task
	wait wg
	return
func task
	if 1 yes no
yes:
	done wg
no:
	return`, `4 done-skipped wg (task 10, join 5)`},
		{"counted up twice", `
func main
	group wg
	add wg 2
	go task
	wait wg
	return
func task
	done wg
	return`, `3 count-mismatch wg (fork 4, join 5)`},
		{"counted up for a loop", `
func main
	group wg
	add wg 3
forks: 3
	goto fork end
fork:
	go task
	goto forks
end:
	wait wg
	return
func task
	done wg
	return`, ``},
		{"counted up for a longer loop", `
func main
	group wg
	add wg 4
forks: 3
	goto fork end
fork:
	go task
	goto forks
end:
	wait wg
	return
func task
	done wg
	return`, `3 count-mismatch wg (fork 7, join 10)`},
		{"counted up for all rounds, of which one may not fork", `
func main
	group wg
	add wg key 7
forks: key 7
	goto round end
round:
	if 1 fork forks
fork:
	go task
	goto forks
end:
	wait wg
	return
func task
	done wg
	return`, `3 count-mismatch wg (fork 9, join 12)`},
		{"counted down twice", `
func main
	group wg
	group wg task
	wait wg
	return
func task
	done wg
	return`, `7 count-mismatch wg (fork 3)`},
		{"a copy counted down", `
func main
	group wg
	add wg 1
	go task
	wait wg
	return
func task
	done wg~
	return`, `4 copied-handle wg (task 8, join 5)
4 group-not-waited wg (return 6)`},
		{"waited for by who is counted", `
func main
	group wg
	group wg task
	return
func task
	wait wg
	return`, `3 group-not-waited wg (return 4)
6 join-deadlock wg (fork 3)`},
		{"the task waits for what comes after the join", `
func main
	group wg
	chan start
	group wg task
	wait wg
	close start
	return
func task
	recv start
	return`, `5 join-deadlock wg (fork 4, need 4)`},
		{"the task sends what is received after the join", `
func main
	group wg
	chan out
	group wg task
	wait wg
	recv out
	return
func task
	send out
	return`, `5 join-deadlock wg (fork 4, need 9)`},
		{"the same with room", `
func main
	group wg
	chan out 1
	group wg task
	wait wg
	recv out
	return
func task
	send out
	return`, ``},
		{"a group of the caller's", `
func main(wg)
	add wg 1
	go task(wg)
	return
func task(g)
	done g
	return`, ``},
	} {
		c.run(t, hb.NotRoot, false)
	}
}

// TestRootsAndExits: nobody waits behind a program's main function, nor behind
// a test.
func TestRootsAndExits(t *testing.T) {
	fork := `
func main
	go task
	return
func task
	var x
	write x
	return`
	graphTest{"main ends before its task", fork, `2 unjoined  (return 3)`}.run(t, hb.MainRoot, false)
	graphTest{"a function leaves its task to its caller", fork, `2 detached task ()`}.run(t, hb.NotRoot, true)
	graphTest{"a sleep is no join", `
func main
	go task
	sleep
	return
func task
	return`, `2 sleep-join  (join 3, return 4)`}.run(t, hb.MainRoot, false)
	graphTest{"a task that never ends has nothing to finish", `
func main
	go task
	return
func task
loop: endless
	goto loop`, ``}.run(t, hb.MainRoot, true)
	graphTest{"a task that is told to stop", `
func main
	var ctx
	go task
	release ctx! cancel
	return
func task
	acquire ctx! ctxdone
	return`, `3 cancelled-not-awaited ctx ()`}.run(t, hb.MainRoot, true)
	graphTest{"an exit past the join", `
func main
	group wg
	group wg task
	if 1 leave stay
leave:
	exit
stay:
	wait wg
	return
func task
	return`, `6 exit-before-join wg (fork 3, join 8)`}.run(t, hb.MainRoot, false)
	graphTest{"a test that a task uses", `
func main
	var t
	go task
	return
func task
	uses t
	return`, `3 outlives-test t (task 6, return 4)`}.run(t, hb.TestRoot, false)
	graphTest{"Serve returns while Shutdown drains", `
func main
	var server
	go task
	serve server
	return
func task
	shutdown server
	return`, `3 unjoined  (return 5)
7 shutdown-not-awaited server (fork 3, need 4, return 5)`}.run(t, hb.MainRoot, false)
	graphTest{"a range over what nobody closes", `
func main
	chan c
	go task
loop:
	recv c
	goto loop end
end:
	acquire c rangeend
	return
func task
	send c
	return`, `8 join-deadlock c (fork 3, need 8)`}.run(t, hb.NotRoot, false)
}

// TestOrderedNotes: what orders a change that is right, if somebody asks.
func TestOrderedNotes(t *testing.T) {
	for _, c := range []graphTest{
		{"by a join", `
func main
	var x
	group wg
	group wg task
	wait wg
	return
func task
	write x
	return`, `8 ordered x by join (fork 4, join 5)`},
		{"by a lock", `
func main
	var x
	mutex mu
	go task
	lock mu
	read x
	unlock mu
	return
func task
	lock mu
	write x
	unlock mu
	return`, `11 ordered x by lock (fork 4)`},
		{"by a send that a receive completes", `
func main
	var x
	chan c
	go task
	send c
	read x
	return
func task
	write x
	recv c
	return`, `9 ordered x by join (fork 4, join 5)`},
		{"not at all, by a send that may find room", `
func main
	var x
	chan c ?
	go task
	send c
	read x
	return
func task
	write x
	recv c
	return`, `9 captured-race x (fork 4, other 6)`},
		{"not for sure, by what may be the function's own message", `
func main
	var x
	chan c 2
	send c
	go task
	recv c
	read x
	return
func task
	write x
	close c
	return`, ``},
		{"not for sure, by a message that may be one from before", `
func main
	var x
	chan c 2
	go sends
	go receives
	return
func sends
	write x
	send c
	write x
	send c
	return
func receives
	recv c
	write x
	return`, ``},
		{"by nothing, for nobody else uses it", `
func main
	var x
	timer task
	return
func task
	write x
	return`, `6 ordered x by none (fork 3)`},
	} {
		c.run(t, hb.NotRoot, true)
	}
}

// TestUnseenCalls: a function that would make the graph too large may wait for anybody, and
// who calls it is in order with anything after it; what comes before it is told as ever.
func TestUnseenCalls(t *testing.T) {
	var large strings.Builder
	large.WriteString("\nfunc large\n\tmutex m\n\trecv ready\n")
	for range 2000 {
		large.WriteString("\tlock m\n\tunlock m\n")
	}
	large.WriteString("\treturn\n")
	for _, c := range []graphTest{
		{"the forker waits in it", `
func main
	var x
	chan ready 1
	go task
	call large
	read x
	return
func task
	write x
	send ready
	return`, ``},
		{"the task waits in it", `
func main
	var x
	chan ready 1
	chan done
	go task
	write x
	send ready
	recv done
	return
func task
	call large
	write x
	send done
	return`, ``},
		{"the forker reads before it", `
func main
	var x
	chan ready 1
	go task
	read x
	call large
	return
func task
	write x
	send ready
	return`, `9 captured-race x (fork 4, other 5, join 6)`},
	} {
		c.src += large.String()
		c.run(t, hb.MainRoot, false)
	}
}
