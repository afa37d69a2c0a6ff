// Package require is a stub: what the fixtures need of it.
package require

type TestingT interface {
	Errorf(format string, args ...any)
	FailNow()
}

func FailNow(t TestingT, message string, args ...any) {}

func Fail(t TestingT, message string, args ...any) {}

func Equal(t TestingT, expected, actual any, args ...any) {}

func False(t TestingT, value bool, args ...any) {}

// Assertions keeps the test.
type Assertions struct{ t TestingT }

func New(t TestingT) *Assertions { return &Assertions{t} }

func (a *Assertions) True(value bool, args ...any) {}

func NoError(t TestingT, err error, args ...any) {}
