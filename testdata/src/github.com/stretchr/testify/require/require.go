// Package require is a stub: what the fixtures need of it.
package require

import "time"

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

func Error(t TestingT, err error, args ...any) {}

// Eventually calls the condition in a goroutine, again and again.
func Eventually(t TestingT, condition func() bool, waitFor, tick time.Duration, args ...any) {
	ch := make(chan bool, 1)
	for {
		go func() { ch <- condition() }()
		if <-ch {
			return
		}
	}
}
