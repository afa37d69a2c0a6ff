// A signal is waited for once, and sent three times.
package main

func main() {
	done := make(chan error, 3)
	for i := range 3 {
		go func() { // want `count-mismatch: `
			println(i)
			done <- nil
		}()
	}
	if err := <-done; err != nil {
		println(err)
	}
}
