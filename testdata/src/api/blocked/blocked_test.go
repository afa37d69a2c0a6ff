package blocked

import "testing"

// A test that hangs when something fails tells that it has failed.
func TestGoodFailureHangs(t *testing.T) {
	done := make(chan int)
	go func() {
		if err := work(); err != nil {
			return
		}
		close(done)
	}()
	<-done
}

func TestBadNeverSent(t *testing.T) {
	done := make(chan int)
	go func() {
		<-done // want `abandoned-receive: `
	}()
	take(t.Name())
}
