//go:build !linux

package unit

// hugePages does nothing where huge pages cannot be asked for.
func hugePages() {}
