package https

import (
	"context"
	"errors"
	"net/http"
)

// badServeError leaves the goroutine alone with the error that Serve returns when it
// is shut down.
func badServeError(ctx context.Context, srv *http.Server, stop <-chan struct{}) error {
	errs := make(chan error)
	go func() {
		err := srv.ListenAndServe()
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		errs <- err // want `abandoned-send: .* nobody receives from errs any more`
	}()
	select {
	case err := <-errs:
		return err
	case <-stop:
	}
	return srv.Shutdown(ctx)
}

// goodServeError has room for it.
func goodServeError(ctx context.Context, srv *http.Server, stop <-chan struct{}) error {
	errs := make(chan error, 1)
	go func() { errs <- srv.ListenAndServe() }()
	select {
	case err := <-errs:
		return err
	case <-stop:
	}
	return srv.Shutdown(ctx)
}
