package lazyssa

import "strings"

// Standard reports whether a package path belongs to the standard library,
// which is never summarized: the table knows it. The first elements of its
// paths are a list that hardly ever grows; a package that is missing here is
// summarized in vain, and nothing else.
func Standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return standard[first]
}

var standard = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(`
		archive arena bufio builtin bytes cmd cmp compress container context
		crypto database debug embed encoding errors expvar flag fmt go hash html
		image index internal io iter log maps math mime net os path plugin
		reflect regexp runtime simd slices sort strconv strings structs sync
		syscall testing text time unicode unique unsafe uuid vendor weak`) {
		m[name] = true
	}
	return m
}()
