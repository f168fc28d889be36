import Commands

Markercast.main()
