package channels

import "reflect"

// feed sends on the channels that it is given, by reflection.
type feed struct{ cases []reflect.SelectCase }

func (f *feed) subscribe(channel any) {
	f.cases = append(f.cases, reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(channel)})
}

func (f *feed) send(v any) {
	for i := range f.cases {
		f.cases[i].Chan.TrySend(reflect.ValueOf(v))
	}
}

func goodReflected() {
	var f feed
	ch, done := make(chan int), make(chan bool)
	f.subscribe(ch)
	go func() {
		println(<-ch)
		close(done)
	}()
	f.send(1)
	<-done
}
