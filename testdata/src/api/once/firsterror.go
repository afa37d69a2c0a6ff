package once

import "sync"

func serve() error { return nil }

// goodFirstError hears of the first error: a Once sends no more.
func goodFirstError() error {
	exit := make(chan error)
	var once sync.Once
	leave := func(err error) {
		once.Do(func() {
			exit <- err
		})
	}
	go func() { leave(serve()) }()
	go func() { leave(serve()) }()
	return <-exit
}

// badEachError has a Once for each goroutine.
func badEachError() error {
	exit := make(chan error)
	for range 2 {
		var once sync.Once
		go func() {
			once.Do(func() {
				exit <- serve() // want `abandoned-send: .* nobody receives from exit any more`
			})
		}()
	}
	return <-exit
}
