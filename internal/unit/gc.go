package unit

import (
	"os"
	"runtime"
	"runtime/debug"
)

// The memory of a unit's process. It lives for some hundred milliseconds, and
// almost everything that it allocates lives as long, so that the collector
// mostly finds nothing: let the heap grow further between collections, within a
// limit that keeps most units modest.
const (
	gcPercent = 400
	heapGoal  = 200 << 20
	// The first collections of a large unit find most garbage, that of the type
	// checker, and what is not found early stays behind as holes: with more room
	// between them, the process of Prometheus' tsdb is a seventh larger.
	room = 56 << 20
	// A unit whose live heap comes near the goal would do nothing but collect:
	// Prometheus' tsdb with its tests took three times as long. So there is always
	// room for a third of what is live.
	minPercent = 33
	// The collector of such a unit runs most of the time, and other units have mostly
	// ended: then it may run beside the analysis.
	largeHeap = 100 << 20
)

// prepare makes the process ready for a unit that is type-checked. Others end
// before it would pay.
func prepare() {
	procs := runtime.GOMAXPROCS(1) // the go command runs as many units at once as there are processors
	tuneGC(procs)
	hugePages()
}

// tuneGC trades memory for time, unless the environment says otherwise. A unit with a
// large heap gets the given number of processors.
func tuneGC(procs int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
		afterGC(gcPercent, procs)
	}
}

// afterGC has the heap grow less between collections, if it would grow beyond the
// goal, and waits for the next one: the finalizer of what nobody refers to runs
// once after each.
func afterGC(percent, procs int) {
	runtime.SetFinalizer(new(sentinel), func(*sentinel) {
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		live := int64(stats.NextGC) * 100 / int64(100+percent)
		if live > largeHeap {
			runtime.GOMAXPROCS(procs)
		}
		want := int(min(max(min(heapGoal-live, room)/max(live/100, 1), minPercent), gcPercent))
		if want != percent {
			debug.SetGCPercent(want)
		}
		afterGC(want, procs)
	})
}

// A sentinel is an object that a finalizer can be set on by itself.
type sentinel struct{ _ [64]byte }
