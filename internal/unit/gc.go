package unit

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The memory of a unit's process. It lives for some hundred milliseconds, and
// almost everything that it allocates lives as long, so that the collector
// mostly finds nothing: let the heap grow further between collections, within a
// limit that keeps most units modest.
const (
	gcPercent = 400
	memLimit  = 240 << 20
	// A unit whose live heap comes near the limit would do nothing but collect:
	// Prometheus' tsdb with its tests took three times as long. So there is always
	// room for a third of what is live.
	roomFor = 3
)

// tuneGC trades memory for time, unless the environment says otherwise.
func tuneGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memLimit)
		afterGC(memLimit)
	}
}

// afterGC raises the memory limit when a collection leaves little room below it,
// and waits for the next one: the finalizer of what nobody refers to runs once
// after each.
func afterGC(limit int64) {
	runtime.SetFinalizer(new(sentinel), func(*sentinel) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/goal:bytes"}}
		metrics.Read(sample)
		live, goal := sample[0].Value, sample[1].Value
		if live.Kind() == metrics.KindUint64 && goal.Kind() == metrics.KindUint64 {
			if more := int64(live.Uint64()+live.Uint64()/roomFor) - int64(goal.Uint64()); more > 0 {
				limit += more
				debug.SetMemoryLimit(limit)
			}
		}
		afterGC(limit)
	})
}

// A sentinel is an object that a finalizer can be set on by itself.
type sentinel struct{ _ [64]byte }
