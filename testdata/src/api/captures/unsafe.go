package captures

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"container/list"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"strings"
	"sync"
)

func badBuffer() {
	var b bytes.Buffer
	var wg sync.WaitGroup
	wg.Go(func() { b.WriteString("x") }) // want `captured-race`
	use(b.String())
	wg.Wait()
}

func badBufferFprint() {
	var b bytes.Buffer
	var wg sync.WaitGroup
	wg.Go(func() { fmt.Fprintln(&b, "x") }) // want `captured-race`
	use(b.String())
	wg.Wait()
}

func badBufferCopy(r io.Reader) {
	var b bytes.Buffer
	var wg sync.WaitGroup
	wg.Go(func() { io.Copy(&b, r) }) // want `captured-race`
	use(b.String())
	wg.Wait()
}

func badBuilder() {
	var b strings.Builder
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { b.WriteString("x") }) // want `instance-race`
	}
	wg.Wait()
	use(b.String())
}

func goodBuilderLocked() {
	var b strings.Builder
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			b.WriteString("x")
		})
	}
	wg.Wait()
	use(b.String())
}

func badRand() {
	r := rand.New(rand.NewSource(1))
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { use(r.Intn(3)) }) // want `instance-race`
	}
	wg.Wait()
}

func goodGlobalRand() {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { use(rand.Intn(3)) })
	}
	wg.Wait()
}

func badEncoder() {
	enc := json.NewEncoder(os.Stdout)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { enc.Encode(1) }) // want `instance-race`
	}
	wg.Wait()
}

func badBufio() {
	w := bufio.NewWriter(os.Stdout)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { w.WriteString("x") }) // want `instance-race`
	}
	wg.Wait()
	w.Flush()
}

func badBufioFprint() {
	w := bufio.NewWriter(os.Stdout)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { fmt.Fprintf(w, "x") }) // want `instance-race`
	}
	wg.Wait()
	w.Flush()
}

func badList() {
	l := list.New()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { l.PushBack(1) }) // want `instance-race`
	}
	wg.Wait()
}

func badCSV() {
	w := csv.NewWriter(os.Stdout)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { w.Write(nil) }) // want `instance-race`
	}
	wg.Wait()
}

func badGzip() {
	w := gzip.NewWriter(os.Stdout)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { w.Write(nil) }) // want `instance-race`
	}
	wg.Wait()
}

func badHeader() {
	h := http.Header{}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { h.Set("a", "b") }) // want `map-race`
	}
	wg.Wait()
}

func badHeaderReq(req *http.Request) {
	h := make(http.Header)
	var wg sync.WaitGroup
	wg.Go(func() { h.Add("a", "b") }) // want `map-race`
	use(h.Get("c"))
	wg.Wait()
}

func badEncoderBuffer() {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	var wg sync.WaitGroup
	wg.Go(func() { enc.Encode(1) }) // want `captured-race`
	use(buf.Len())
	wg.Wait()
}

func goodEncoderBuffer() {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	var wg sync.WaitGroup
	wg.Go(func() { enc.Encode(1) })
	wg.Wait()
	use(buf.Len())
}

func goodFprintStdout() {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { fmt.Fprintln(os.Stdout, "x") })
	}
	wg.Wait()
}

func goodFprintLocal() {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			var b bytes.Buffer
			fmt.Fprintln(&b, "x")
			use(b.String())
		})
	}
	wg.Wait()
}
