/* Everything the library offers. */
#ifndef MARSAD_MARSAD_H
#define MARSAD_MARSAD_H

#include <marsad/answer.h>
#include <marsad/arena.h>
#include <marsad/contrl.h>
#include <marsad/date.h>
#include <marsad/edidir.h>
#include <marsad/edifact.h>
#include <marsad/edikeep.h>
#include <marsad/entity.h>
#include <marsad/index.h>
#include <marsad/list.h>
#include <marsad/lost.h>
#include <marsad/match.h>
#include <marsad/measure.h>
#include <marsad/message.h>
#include <marsad/model.h>
#include <marsad/mrz.h>
#include <marsad/name.h>
#include <marsad/oddity.h>
#include <marsad/overlay.h>
#include <marsad/parts.h>
#include <marsad/rc.h>
#include <marsad/shard.h>
#include <marsad/source.h>
#include <marsad/str.h>
#include <marsad/traffic.h>
#include <marsad/travel.h>
#include <marsad/version.h>
#include <marsad/words.h>
#include <marsad/zone.h>

#endif
