package unit

import (
	"runtime"
	"syscall"
)

// hugeBytes is how much of the heap is asked to lie in huge pages. Few units
// need more; what is not touched costs address space alone.
const hugeBytes = 64 << 20

// hugePages asks the kernel to back with huge pages the memory that the heap
// grows into next. A unit fills some ten megabytes within a tenth of a second,
// and with small pages a quarter to a half of its time is page faults. Of itself
// the runtime does not ask, and where transparent huge pages are to be asked for
// ("madvise", the kernel's default) there would be none; where they are always
// on, or never, this changes nothing.
//
// The heap is made to grow by one object, for which the kernel is asked, and
// which is then collected: its place is the first that is allocated from.
func hugePages() {
	grown := make([]byte, hugeBytes)
	_ = syscall.Madvise(grown, syscall.MADV_HUGEPAGE) // without them it only takes longer
	runtime.KeepAlive(grown)
	runtime.GC()
}
