package gostmt

import "errors"

type checker struct{ bad bool }

func (c *checker) check(n int, errs chan<- error) {
	defer close(errs)
	if c.bad {
		errs <- errors.New("bad")
	}
}

func (c *checker) count(n *int) { *n++ }

func (c *checker) each(f func()) { f() }

// collect starts the function that it gets.
func collect(f func(int, chan<- error)) (all []error) {
	errs := make(chan error)
	go f(1, errs)
	for err := range errs {
		all = append(all, err)
	}
	return all
}

// goodMethodValue hands its channel to a method value, which closes it.
func goodMethodValue(c *checker) []error { return collect(c.check) }

// badMethodValue hands a variable to one that writes to it.
func badMethodValue(c *checker) int {
	n := 0
	count := c.count // want `captured-race: goroutine writes n while line 36 reads it`
	go count(&n)
	return n
}

// badMethodValueCalls hands a function to one that calls it.
func badMethodValueCalls(c *checker) int {
	n := 0
	each := c.each
	go each(func() {
		n++ // want `captured-race: goroutine writes n while line 46 reads it`
	})
	return n
}
