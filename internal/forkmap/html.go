package forkmap

import "io"

// Source reads a source file that the map names.
type Source func(name string) ([]byte, error)

// HTML writes one page.
func (m *Map) HTML(w io.Writer, source Source) error { return nil }
