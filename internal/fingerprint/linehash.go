package fingerprint

import (
	"strconv"
	"unicode/utf16"
)

// LineHashKey is the name under which GitHub expects [LineHashes].
const LineHashKey = "primaryLocationLineHash"

const (
	blockSize = 100   // characters of a line and what follows it
	base      = 37    // of the polynomial
	endOfFile = 65535 // stands after the last character
)

// LineHashes returns GitHub's own fingerprint of each line of a file: a
// rolling hash over the next hundred characters that are no blanks. The
// uploader computes it from the source if a report has none, and warns if a
// report has another; having it serves those who upload without it.
//
// The algorithm is that of src/fingerprints.ts in github/codeql-action.
func LineHashes(src []byte) []string {
	h := lineHasher{firstMod: 1, lineStart: true, counts: make(map[uint64]int)}
	for range blockSize {
		h.firstMod *= base
	}
	for _, c := range utf16.Encode([]rune(string(src))) {
		h.character(uint64(c))
	}
	h.character(endOfFile)
	for range blockSize { // the lines whose blocks are not full
		h.output()
		h.update(0)
	}
	return h.hashes
}

type lineHasher struct {
	hash, firstMod uint64
	window         [blockSize]uint64
	starts         [blockSize]bool // the character there begins a line
	index          int
	lineStart      bool // the next character begins a line
	afterCR        bool
	counts         map[uint64]int
	hashes         []string
}

func (h *lineHasher) character(c uint64) {
	if c == ' ' || c == '\t' || h.afterCR && c == '\n' {
		h.afterCR = false
		return
	}
	h.afterCR = c == '\r'
	if h.afterCR {
		c = '\n'
	}
	h.output()
	if h.lineStart {
		h.starts[h.index] = true
	}
	h.lineStart = c == '\n'
	h.update(c)
}

// output adds the hash of the line that begins where the window does.
func (h *lineHasher) output() {
	if !h.starts[h.index] {
		return
	}
	h.counts[h.hash]++
	h.hashes = append(h.hashes, strconv.FormatUint(h.hash, 16)+":"+strconv.Itoa(h.counts[h.hash]))
	h.starts[h.index] = false
}

func (h *lineHasher) update(c uint64) {
	oldest := h.window[h.index]
	h.window[h.index] = c
	h.hash = h.hash*base + c - h.firstMod*oldest
	h.index = (h.index + 1) % blockSize
}
