package unit

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"unsafe"
)

// After hugePages, what is allocated lies where the kernel has been asked for
// huge pages, if it knows them; one that does not is asked in vain.
func TestHugePages(t *testing.T) {
	_, err := os.Stat("/sys/kernel/mm/transparent_hugepage/enabled")
	known := err == nil
	hugePages()
	object := make([]byte, hugeBytes/2)
	address := uintptr(unsafe.Pointer(unsafe.SliceData(object)))
	flags, err := mappingFlags(address)
	if err != nil {
		t.Fatal(err)
	}
	if asked := strings.Contains(flags+" ", " hg "); asked != known {
		t.Errorf("the mapping of %#x has the flags%s; hg among them: %v, want %v", address, flags, asked, known)
	}
}

// mappingFlags returns what /proc/self/smaps has as VmFlags of the mapping that
// the address lies in.
func mappingFlags(address uintptr) (string, error) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return "", err
	}
	defer f.Close()
	within := false
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var start, end uintptr
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x", &start, &end); n == 2 {
			within = start <= address && address < end
		}
		if flags, ok := strings.CutPrefix(lines.Text(), "VmFlags:"); ok && within {
			return flags, nil
		}
	}
	return "", fmt.Errorf("no mapping of %#x in /proc/self/smaps: %v", address, lines.Err())
}
