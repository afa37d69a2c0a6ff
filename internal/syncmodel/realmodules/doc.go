// Package realmodules holds programs that use the libraries of the table as
// they are published: the fixtures of this repository know them from stubs only.
// It is a module of its own, so that nobody who builds the linter fetches them.
package realmodules
