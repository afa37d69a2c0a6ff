// Package ends has functions of test frameworks and loggers that never return.
package ends

import (
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/sirupsen/logrus"
)

var _ = ginkgo.It("blocks for a while", func() {
	done := make(chan bool)
	go func() {
		time.Sleep(time.Second)
		done <- true
	}()
	select {
	case <-done:
		ginkgo.Fail("not blocked")
	case <-time.After(time.Millisecond):
	}
	select {
	case <-done:
	case <-time.After(time.Minute):
		ginkgo.Fail("still blocked")
	}
})

func goodFatal() {
	done := make(chan bool)
	go func() { done <- true }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		logrus.Fatal("still blocked")
	}
}

func badWarn() {
	done := make(chan bool)
	go func() { done <- true }() // want `goroutine can block for ever here: nobody receives from done any more`
	select {
	case <-done:
	case <-time.After(time.Minute):
		logrus.Warn("still blocked")
	}
}
