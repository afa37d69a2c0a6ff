// Package sarifschema validates the SARIF that package report writes against
// the schema of the standard. It is a module of its own, so that the libraries
// that it takes stay out of the linter's.
package sarifschema
