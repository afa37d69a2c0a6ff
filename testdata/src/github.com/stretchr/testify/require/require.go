// Package require is a stub: what the fixtures need of it.
package require

type TestingT interface {
	Errorf(format string, args ...any)
	FailNow()
}

func FailNow(t TestingT, message string, args ...any) {}

func Fail(t TestingT, message string, args ...any) {}
