/* late.c - a library found at run time. */
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include <tungnha/late.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER; /* pages that take long run on a thread of their own */

/* All of them, or none is touched. */
static bool find_all(const struct late_library *l, void *loaded)
{
	for (size_t i = 0; i < l->symbols; i++)
		if (!dlsym(loaded, l->symbol[i].name))
			return false;
	for (size_t i = 0; i < l->symbols; i++) {
		void *found = dlsym(loaded, l->symbol[i].name);
		/* POSIX says that a pointer to data holds one to a function; C does not know, so bytes are copied. */
		memcpy(l->symbol[i].member, &found, sizeof found);
	}
	return true;
}

static bool load(const struct late_library *l)
{
	void *loaded = dlopen(l->name, RTLD_NOW | RTLD_LOCAL);
	bool whole = loaded && find_all(l, loaded);
	if (loaded && !whole)
		dlclose(loaded);
	return whole;
}

int late_load(struct late_library *l, struct err *e)
{
	pthread_mutex_lock(&one);
	bool ready = l->ready = l->ready || load(l);
	pthread_mutex_unlock(&one);
	return ready ? 0 : err_set(e, ERR_UNAVAILABLE, TEXT_LIBRARY_MISSING, "%s", l->name);
}
